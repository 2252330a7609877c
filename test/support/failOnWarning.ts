// Loaded before unit tests: Node's warning of a leak of listeners fails the test that is running.
process.on('warning', (warning) => {
  if (warning.name === 'MaxListenersExceededWarning') throw warning;
});
