/** Copies the text that a button names. */
export async function copy(button) {
  const text = document.getElementById(button.dataset.copy)
  const usual = button.textContent
  try {
    await navigator.clipboard.writeText(text.textContent)
    button.textContent = 'copied'
  } catch {
    // The clipboard is not available: the user can copy the selection.
    getSelection().selectAllChildren(text)
    button.textContent = 'selected: press Ctrl-C'
  }
  setTimeout(() => {
    button.textContent = usual
  }, 2000)
}
