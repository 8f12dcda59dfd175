/** A piece of the page to be: views are pure functions that return these, and `update` makes them so. */
export interface PageElement {
  readonly tag: string;
  readonly props: Props;
  readonly children: readonly PageNode[];
}
export type PageNode = PageElement | string;
/** What a view may put among children; what is false or undefined is left out. */
export type Child = PageNode | false | undefined | readonly Child[];

type Handler = (event: never) => void;

/**
 * Attributes by name; `on…` are handlers, `style` custom properties, `value` is set as a property.
 * `key` tells siblings of one kind apart, so that an element stays itself when others come and go; `onshown` is called
 * with the element each time that it was made so.
 */
export interface Props {
  readonly key?: string | number;
  readonly style?: Readonly<Record<string, string>>;
  readonly [name: string]:
    | string
    | number
    | boolean
    | undefined
    | Handler
    | Readonly<Record<string, string>>;
}

export function h(tag: string, props: Props = {}, ...children: readonly Child[]): PageElement {
  return { tag, props, children: flatten(children) };
}

function flatten(children: readonly Child[]): PageNode[] {
  return children.flatMap((child): PageNode[] => {
    if (child === false || child === undefined) return [];
    if (typeof child === "string" || "tag" in child) return [child];
    return flatten(child);
  });
}

/** The text of a piece of page, as a reader would hear it. */
export function textOf(node: PageNode): string {
  return typeof node === "string" ? node : node.children.map(textOf).join("");
}

const svgNamespace = "http://www.w3.org/2000/svg";
const shownNodes = new WeakMap<Node, PageElement>();

/**
 * Makes `parent` hold exactly `nodes`. Elements that were there before are kept and changed, so focus,
 * selection and scroll positions survive; only what is new is made and what is gone is removed. An element that
 * is given the very same piece of page again is not looked into.
 */
export function update(parent: Element, nodes: readonly PageNode[]): void {
  const spare = [...parent.childNodes];
  const kept = nodes.map((node) => {
    const index = spare.findIndex((old) => isSame(old, node));
    return index < 0 ? undefined : spare.splice(index, 1)[0];
  });
  for (const old of spare) old.remove();
  let place = parent.firstChild;
  for (const [index, node] of nodes.entries()) {
    const child = kept[index] ?? create(parent, node);
    if (typeof node !== "string") change(child as Element, node);
    else if (child.nodeValue !== node) child.nodeValue = node;
    if (child === place) place = place.nextSibling;
    else parent.insertBefore(child, place);
  }
}

function isSame(old: Node, node: PageNode): boolean {
  if (typeof node === "string") return old.nodeType === Node.TEXT_NODE;
  return (
    old instanceof Element &&
    old.localName === node.tag &&
    shownNodes.get(old)?.props.key === node.props.key
  );
}

function create(parent: Element, node: PageNode): Node {
  if (typeof node === "string") return document.createTextNode(node);
  if (node.tag === "svg" || parent.namespaceURI === svgNamespace)
    return document.createElementNS(svgNamespace, node.tag);
  return document.createElement(node.tag);
}

function change(element: Element, node: PageElement): void {
  const shown = shownNodes.get(element);
  if (shown === node) return;
  const before: Props = shown?.props ?? {};
  for (const name of Object.keys(before))
    if (!(name in node.props)) setProp(element, name, undefined);
  for (const [name, value] of Object.entries(node.props))
    if (name !== "value" && before[name] !== value) setProp(element, name, value);
  shownNodes.set(element, node);
  update(element, node.children);
  // After the children: a chooser has a value only once it has its options.
  if (node.props.value !== before.value) Object.assign(element, { value: node.props.value });
  (node.props.onshown as ((element: Element) => void) | undefined)?.(element);
}

function setProp(element: Element, name: string, value: Props[string]): void {
  if (name === "key" || name === "onshown") return;
  if (name === "style") setStyle(element as HTMLElement, (value ?? {}) as Record<string, string>);
  else if (name.startsWith("on")) Object.assign(element, { [name]: value ?? null });
  else if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

function setStyle(element: HTMLElement, style: Readonly<Record<string, string>>): void {
  for (const name of [...element.style]) if (!(name in style)) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
}
