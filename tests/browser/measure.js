// Measures of a page, for tests: numbers of boxes and of computed styles, nothing that depends on how glyphs look.

// Boxes of all elements that a selector finds.
function boxes(selector) {
  return [...document.querySelectorAll(selector)].map((element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    return { left, top, right, bottom, width, height };
  });
}

// For each element: the shares of its width that its children take.
function shares(selector) {
  return [...document.querySelectorAll(selector)].map((element) => {
    const children = [...element.children];
    const inner = element.clientWidth;
    return children.map((child) => ({
      kind: child.className,
      grow: Number(getComputedStyle(child).flexGrow),
      width: child.getBoundingClientRect().width,
      inner,
    }));
  });
}

// Elements that stick out of the box of their root; what scrolls by itself may.
function sticking_out(root) {
  const found = [];
  for (const container of document.querySelectorAll(root)) {
    const outer = container.getBoundingClientRect();
    for (const element of container.querySelectorAll("*")) {
      const scroller = element.closest("[class*=scroll]");
      if (scroller !== null && scroller !== element) continue;
      for (const box of element.getClientRects()) {
        if (box.width > 0 && (box.left < outer.left - 1 || box.right > outer.right + 1 || box.bottom > outer.bottom + 1)) {
          found.push(`${element.tagName}.${element.className}: ${box.left}..${box.right}`);
        }
      }
    }
  }
  return found;
}

// How far the page scrolls sideways.
function sideways() {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

function channels(colour) {
  const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
  return { red, green, blue, alpha };
}

function over(front, back) {
  const mix = (name) => front[name] * front.alpha + back[name] * (1 - front.alpha);
  return { red: mix("red"), green: mix("green"), blue: mix("blue"), alpha: 1 };
}

// WCAG 2.2, relative luminance.
function luminance({ red, green, blue }) {
  const [r, g, b] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one, two) {
  const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function background(element) {
  const layers = [];
  for (let at = element; at !== null; at = at.parentElement) layers.push(channels(getComputedStyle(at).backgroundColor));
  return layers.reverse().reduce((back, front) => over(front, back), { red: 255, green: 255, blue: 255, alpha: 1 });
}

// The contrast of every text below a selector with what is behind it, the worst first.
function contrasts(selector) {
  const found = [];
  for (const root of document.querySelectorAll(selector)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() === "" || element.closest("style,script,title") !== null) continue;
      const behind = background(element);
      const ink = over(channels(getComputedStyle(element).color), behind);
      found.push({ ratio: ratio(ink, behind), what: `${element.tagName}.${element.className}` });
    }
  }
  return found.sort((a, b) => a.ratio - b.ratio);
}

// The contrast of two custom properties of an element, both colours.
function contrast_of(selector, one, two) {
  const element = document.querySelector(selector);
  const probe = document.createElement("span");
  element.append(probe);
  const [first, second] = [one, two].map((name) => {
    probe.style.color = `var(${name})`;
    return channels(getComputedStyle(probe).color);
  });
  probe.remove();
  return ratio(first, second);
}

function computed(selector, property) {
  return [...document.querySelectorAll(selector)].map((element) => getComputedStyle(element).getPropertyValue(property));
}

function texts(selector) {
  return [...document.querySelectorAll(selector)].map((element) => element.textContent);
}

// The width of a text as it is marked up, and of the same text as one string: they differ where marking up breaks
// the joining of letters.
function joined_widths(selector) {
  return [...document.querySelectorAll(selector)].map((element) => {
    const plain = element.cloneNode(false);
    plain.textContent = element.textContent;
    element.after(plain);
    const widths = [element, plain].map((each) => {
      const range = document.createRange();
      range.selectNodeContents(each);
      const { left, right } = range.getBoundingClientRect();
      return right - left;
    });
    plain.remove();
    return widths;
  });
}
