/** Matches elements whose whole text is `text`. Icons stand in texts as private-use characters, spaces around them. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
