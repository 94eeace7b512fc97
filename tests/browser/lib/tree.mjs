// What assistive technology is given of a page: the browser's accessibility tree.

const controlRoles = new Set(['button', 'link', 'textbox', 'combobox', 'checkbox', 'radio', 'listbox', 'option', 'spinbutton', 'grid', 'slider', 'DisclosureTriangle']);
const value = (node, name) => node.properties?.find((one) => one.name === name)?.value.value;

/** { nodes, controls, focus }: each { role, name, description, invalid }. */
export async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes: raw } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(raw.map((node) => [node.nodeId, node]));
  const inOrder = (node) => [node, ...(node.childIds ?? []).flatMap((id) => (byId.has(id) ? inOrder(byId.get(id)) : []))];
  const nodes = inOrder(raw[0])
    .filter((node) => !node.ignored)
    .map((node) => ({
      role: node.role?.value ?? '',
      name: node.name?.value ?? '',
      description: node.description?.value ?? '',
      invalid: ![undefined, 'false'].includes(value(node, 'invalid')),
      focused: value(node, 'focused') === true,
    }));
  return { nodes, controls: nodes.filter((one) => controlRoles.has(one.role)), focus: nodes.findLast((one) => one.focused) ?? nodes[0] };
}
