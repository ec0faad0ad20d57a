//! Cases that do not compile here: the compiler's words stand beside the mistake.

use std::fs;
use std::path::Path;

/// Asserts that the program exists, and that these words refuse it.
pub fn assert_refused_by_the_compiler(case: &str, words: &str) {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui-tests/fail").join(case);
    assert!(case.with_extension("rs").is_file(), "{} is missing", case.display());
    let said = fs::read_to_string(case.with_extension("stderr")).unwrap();
    assert!(said.lines().any(|line| line.contains(words)), "{words}\n{said}");
}
