// Takes the newest figures from where the page came from. The page can be read without it.
(() => {
  const bar = document.querySelector('.refresh');
  if (bar === null || !location.protocol.startsWith('http')) return;
  const [box, state] = [bar.querySelector('input'), bar.querySelector('[role=status]')];

  function replace(page) {
    const [before, after] = [document.getElementById('content'), page.getElementById('content')];
    for (const details of before.querySelectorAll('details[open]')) {
      page.getElementById(details.id)?.setAttribute('open', '');
    }
    const focused = before.contains(document.activeElement) ? document.activeElement.closest('[id]')?.id : undefined;
    const isSummary = document.activeElement?.tagName === 'SUMMARY';
    before.replaceWith(after);
    const target = focused === undefined ? null : document.getElementById(focused);
    target?.querySelector(isSummary ? 'summary' : '.scroll')?.focus();
  }

  async function refresh() {
    if (!box.checked || document.hidden) return;
    try {
      const answer = await fetch(location.pathname, { cache: 'no-store' });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      replace(page);
      // Told aloud only when the verdict has changed.
      if (document.title !== page.title || document.body.classList.contains('old')) state.textContent = page.title;
      document.title = page.title;
      document.body.classList.remove('old');
    } catch {
      if (document.body.classList.contains('old')) return;
      document.body.classList.add('old');
      state.textContent = `no answer since ${new Date().toLocaleTimeString()}: these figures are of before`;
    }
  }

  bar.hidden = false;
  setInterval(refresh, 5000);
})();
