//! What compiles, what does not, and in which words.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

/// The compiler's messages list what implements a trait in any crate of the build, so the words are
/// those of the default features.
#[test]
#[cfg_attr(feature = "tpm", ignore = "run by `cargo test --test ui`, without further features")]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui-tests/pass/*.rs");
    cases.compile_fail("ui-tests/fail/*/*.rs");
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn mistakes_are_met_with_our_own_words() {
    let cases = files("ui-tests/fail", "rs");
    assert!(cases.len() >= 60, "{} failing cases", cases.len());
    assert!(files("ui-tests/pass", "rs").len() >= 25);
    let words: Vec<String> = cases
        .iter()
        .map(|case| fs::read_to_string(case.with_extension("stderr")).unwrap())
        .collect();
    let ours = words.iter().filter(|words| is_ours(words)).count();
    assert!(ours * 10 >= cases.len() * 9, "{ours} of {} are our own words", cases.len());
}

/// Whether the first thing a user reads is ours. What the compiler asks us for in a trait bound or a
/// constant carries a code of its own, behind which our words stand.
fn is_ours(stderr: &str) -> bool {
    const BEHIND_A_CODE: &[&str] = &[
        "` does not derive `Claims`",
        "` does not work on `",
        "this handler's policy does not verify `",
        "` is not a policy",
        "also admits requests without a token",
        "an empty assertion binds the token to nothing",
    ];
    const WITHOUT_A_CODE: &[&str] = &["cannot construct `", "is not supported in `trait`s"];
    let first = stderr.lines().next().unwrap_or_default();
    let any = |words: &[&str]| words.iter().any(|words| first.contains(words));
    if first.starts_with("error[E") { any(BEHIND_A_CODE) } else { !any(WITHOUT_A_CODE) }
}

#[test]
fn each_case_says_why_it_matters() {
    for case in files("ui-tests", "rs") {
        let text = fs::read_to_string(&case).unwrap();
        assert!(text.starts_with("// "), "{} starts without a reason", case.display());
    }
}
