const watched = new WeakMap<Element, ResizeObserver>();

/**
 * Puts the tabs of `bar` that do not fit behind its last child, a chooser `… 3`: from the right, but never the open one.
 * Done again whenever the bar's width changes.
 */
export function fitTabs(bar: Element): void {
  arrange(bar);
  if (watched.has(bar)) return;
  const observer = new ResizeObserver(() => arrange(bar));
  observer.observe(bar);
  watched.set(bar, observer);
}

function arrange(bar: Element): void {
  const tabs = [...bar.querySelectorAll<HTMLElement>("[role='tab']")];
  const more = bar.querySelector<HTMLSelectElement>(".more-tabs");
  if (!more) return;
  const show = (hidden: readonly HTMLElement[]) => {
    for (const tab of tabs) tab.hidden = hidden.includes(tab);
    more.hidden = hidden.length === 0;
    more.options[0]!.text = `… ${hidden.length}`;
    for (const option of [...more.options].slice(1))
      option.hidden = !hidden.some(({ id }) => id === `tab-${option.value}`);
    more.selectedIndex = 0;
  };
  const closed = tabs.filter((tab) => tab.getAttribute("aria-selected") !== "true").reverse();
  for (let count = 0; count <= closed.length; count++) {
    show(closed.slice(0, count));
    if (bar.scrollWidth <= bar.clientWidth) return;
  }
}
