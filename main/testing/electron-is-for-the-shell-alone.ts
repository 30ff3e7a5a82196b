// What `electron` means outside main/shell: nothing to the compiler, and an exception to the tests.
// The core has to run in plain Node; only main/shell may know the window's host.
throw new Error('electron is imported outside main/shell: use a port and let main/shell provide it');

export {};
