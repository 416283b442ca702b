/**
 * The options of a select, if they are others than before.
 * @param {HTMLSelectElement} select
 * @param {[string, string][]} options  value and name
 */
export function fill(select, options) {
  const same = options.length === select.options.length && options.every(([value, name], place) => {
    const there = select.options[place];
    return there?.value === value && there.text === name;
  });
  if (same) return;
  select.replaceChildren(...options.map(([value, name]) => new Option(name, value)));
}
