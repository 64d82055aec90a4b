// One value in this browser. Storage may be full or forbidden: reading then finds nothing, and
// writing says that it failed.
export const remembered = (key) => ({
  read: () => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  write: (value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch { return false; }
  },
});
