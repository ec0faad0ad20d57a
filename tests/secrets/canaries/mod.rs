//! Every public type and error is printed with a marked secret in it, and shows none.

mod files;
