fn main() {
    phrasebook::generate("text");
    // On this target Rust links with its own lld: functions of equal code stand in the released program once. Why:
    // docs/decisions/dependencies.md.
    let is = |name, value| std::env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "release") && is("TARGET", "x86_64-unknown-linux-gnu") {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    }
}
