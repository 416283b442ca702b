// Runs in the page: one start, one full form scored, then one answer changed again and again.
// The engine stays, for a worker may have something to do in its first pause.
// A function expression, for Playwright's evaluate.

async ({ worker, runtime, open, form, levels, repeats }) => {
  const { Engine } = await import("/web/engine.js");
  const engine = new Engine({ worker, runtime, openRequest: open });
  const begin = performance.now();
  await engine.start();
  const first = await engine.score(form);
  const firstScore = performance.now() - begin;
  if (!first.ok) throw new Error(JSON.stringify(first.error));

  const again = [];
  const items = Object.keys(form.answers);
  for (let turn = 0; turn < repeats; turn += 1) {
    const item = items[turn % items.length];
    const level = 1 + (form.answers[item].level % levels);
    form.answers[item] = { ...form.answers[item], level };
    const since = performance.now();
    await engine.score(form);
    again.push(performance.now() - since);
  }
  return { firstScore, again };
}
