import { describeManyFlows } from './manyFlows';

// A megabyte in all; a megabyte each is in the stress suite.
describeManyFlows(5000);
