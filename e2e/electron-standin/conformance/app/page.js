// Of the page's own world: the preload must not see it.
window.secretOfThePage = 42;
