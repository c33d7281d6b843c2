//! The files of the pure layers import each other in one direction only: none reaches itself over others.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Each file of a folder with those of its neighbours that it names after `super::`.
fn imports(folder: &str) -> Graph {
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let texts: BTreeMap<String, String> = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap()))
        .filter(|(name, _)| name != "mod")
        .collect();
    let named = |text: &str| -> BTreeSet<String> {
        let after = text.split("super::").skip(1);
        let parts = after.flat_map(|rest| match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default().split(',').map(str::trim).collect(),
            None => vec![rest],
        });
        let names = parts.map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default());
        names.filter(|name| texts.contains_key(*name)).map(str::to_owned).collect()
    };
    texts
        .iter()
        .map(|(name, text)| (name.clone(), named(text).into_iter().filter(|other| other != name).collect()))
        .collect()
}

/// Takes away files that import nothing that is left, until none goes: what is left lies on a circle or leads to one.
fn left_over(mut graph: Graph) -> Graph {
    loop {
        let done: Vec<String> = graph.iter().filter(|(_, to)| to.is_empty()).map(|(name, _)| name.clone()).collect();
        if done.is_empty() {
            return graph;
        }
        graph.retain(|name, _| !done.contains(name));
        graph.values_mut().for_each(|to| to.retain(|name| !done.contains(name)));
    }
}

#[test]
fn the_pure_layers_import_in_one_direction() {
    for folder in ["src/domain", "src/wire", "src/oidc"] {
        let graph = imports(folder);
        assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 5, "{folder}: no imports were found");
        assert_eq!(left_over(graph), Graph::new(), "{folder}");
    }
}

#[test]
fn a_circle_is_found() {
    let graph = |edges: &[(&str, &str)]| {
        let mut graph = Graph::new();
        for (from, to) in edges {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
            graph.entry((*to).to_owned()).or_default();
        }
        graph
    };
    assert!(left_over(graph(&[("a", "b"), ("b", "c")])).is_empty());
    assert_eq!(left_over(graph(&[("a", "b"), ("b", "c"), ("c", "b"), ("b", "d")])).len(), 3);
}
