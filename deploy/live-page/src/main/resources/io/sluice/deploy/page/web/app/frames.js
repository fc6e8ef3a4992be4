// When the page draws: a panel asks for it, and draws once in the next animation frame, if it can be seen. A hidden tab has no frames.

const panels = new Map();
let asked = false;

const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) {
    const panel = panels.get(entry.target);
    panel.visible = entry.isIntersecting;
    if (panel.visible) {
      panel.onShow?.();
      if (panel.dirty) request();
    }
  }
}, { rootMargin: '200px' });

/** draw() runs at most once per frame, and only while the section is (nearly) in sight. */
export function panel(section, draw, onShow) {
  const made = { draw, onShow, dirty: false, visible: false };
  panels.set(section, made);
  watcher.observe(section);
  return {
    draw() {
      made.dirty = true;
      if (made.visible) request();
    },
    get visible() {
      return made.visible && !document.hidden;
    },
  };
}

/** Something outside of the panels, always in sight. */
export function always(draw) {
  const made = { draw, dirty: false, visible: true };
  panels.set(made, made);
  return () => {
    made.dirty = true;
    request();
  };
}

function request() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(frame);
}

function frame() {
  asked = false;
  for (const each of panels.values()) {
    if (!each.dirty || !each.visible) continue;
    each.dirty = false;
    try {
      each.draw();
    } catch (failure) {
      // One panel that cannot be drawn must not stop the others.
      console.error(failure);
    }
  }
}

/** Calls every so often, but only while the section is seen in a tab that is. */
export function every(millis, of, call) {
  setInterval(() => {
    if (of.visible) call();
  }, millis);
}
