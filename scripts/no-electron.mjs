throw new Error('Unit tests must not import electron: test that code through a shell in e2e instead.');
