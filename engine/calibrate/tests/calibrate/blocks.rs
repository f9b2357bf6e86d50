//! Sums of blocks are the sums of the whole; how data is stored, ordered, merged or weighted changes nothing.

use proptest::prelude::*;
use thetis_calibrate::{Block, Model, Options, Responses, Specification, Sums, calibrate};

use crate::support::{dense, ids, models, simulate, sparse};

/// Parts by which sums in another order may differ.
const ROUNDING: f64 = 1e-10;

fn close(a: &Sums, b: &Sums) -> bool {
    let near = |a: &[f64], b: &[f64]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < ROUNDING * (a.abs() + 1.0))
    };
    near(&a.counts, &b.counts)
        && near(&a.density, &b.density)
        && near(&[a.log_likelihood, a.weight], &[b.log_likelihood, b.weight])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn blocks_merge_to_the_whole(
        seed in any::<u64>(), persons in 40_usize..400, items in 3_usize..14, categories in 2_usize..5, cut in 1_usize..9,
    ) {
        let cells = simulate(seed, persons, items, categories, 0.2);
        let whole = dense(cells.clone(), items);
        let said: Vec<u8> = (0..items).map(|item| u8::try_from(whole.categories(item)).expect("few")).collect();
        let cut = (persons * cut / 10).clamp(2, persons - 2) * items;
        for model in models(categories) {
            let specification = Specification::uniform(model, &whole);
            let all = Block::new(&specification, &whole).expect("sound");
            let free = all.start();
            let expected = all.sums(&free);
            let part = |cells: &[u8]| {
                let persons = dense(cells.to_vec(), items).with_categories(said.clone()).expect("as many or more");
                Block::new(&specification, &persons).expect("sound").sums(&free)
            };
            let mut merged = part(&cells[..cut]);
            merged.merge(&part(&cells[cut..]));
            prop_assert!(close(&merged, &expected), "{model:?}");
        }
    }

    #[test]
    fn sparse_storage_is_dense_storage(
        seed in any::<u64>(), persons in 40_usize..300, items in 3_usize..14, categories in 2_usize..5,
    ) {
        let cells = simulate(seed, persons, items, categories, 0.5);
        let (dense, sparse) = (dense(cells.clone(), items), sparse(&cells, items));
        for model in models(categories) {
            let specification = Specification::uniform(model, &dense);
            let (a, b) = (Block::new(&specification, &dense), Block::new(&specification, &sparse));
            let (a, b) = (a.expect("sound"), b.expect("sound"));
            let free = a.start();
            prop_assert!(close(&a.sums(&free), &b.sums(&free)), "{model:?}");
        }
    }

    #[test]
    fn windows_change_nothing(seed in any::<u64>(), persons in 40_usize..300, items in 10_usize..40) {
        let responses = dense(simulate(seed, persons, items, 2, 0.1), items);
        for model in [Model::TwoParameter, Model::ThreeParameter] {
            let specification = Specification::uniform(model, &responses);
            let open = Block::new(&specification, &responses).expect("sound");
            let free = open.start();
            let mut located = open.clone();
            located.locate(&free);
            prop_assert!(close(&open.sums(&free), &located.sums(&free)), "{model:?}, at the place");
            // And elsewhere, where windows no longer fit.
            let moved: Vec<f64> = free.iter().map(|x| x + 0.7).collect();
            prop_assert!(close(&open.sums(&moved), &located.sums(&moved)), "{model:?}, elsewhere");
        }
    }
}

#[test]
fn sparse_storage_serves_dimension_reduction() {
    let cells = simulate(13, 200, 7, 3, 0.4);
    let (dense, sparse) = (dense(cells.clone(), 7), sparse(&cells, 7));
    // Items of a specific dimension do not stand together, and one has none.
    let specific = [Some(1), Some(0), Some(1), None, Some(0), Some(1), Some(0)];
    let specification = Specification::bifactor(Model::Graded, &specific);
    let (a, b) = (Block::new(&specification, &dense), Block::new(&specification, &sparse));
    let (a, b) = (a.expect("sound"), b.expect("sound"));
    let free = a.start();
    assert!(close(&a.sums(&free), &b.sums(&free)));
}

#[test]
fn a_weight_is_so_many_persons() {
    let (persons, items) = (300, 6);
    let cells = simulate(11, persons, items, 3, 0.1);
    let twice: Vec<u8> = cells.chunks_exact(items).flat_map(|row| [row, row].concat()).collect();
    let repeated = dense(twice, items);
    let weighted = dense(cells, items).with_weights(vec![2.0; persons]).expect("sound");
    let fit = |responses: &Responses| {
        let specification = Specification::uniform(Model::Graded, responses);
        calibrate(responses, &specification, &Options::default()).expect("sound")
    };
    let (a, b) = (fit(&repeated), fit(&weighted));
    assert!((a.log_likelihood - b.log_likelihood).abs() < 1e-6);
    assert!((a.persons - b.persons).abs() < 1e-9);
    for (x, y) in a.free.iter().zip(&b.free) {
        assert!((x - y).abs() < 1e-5, "{x} {y}");
    }
}

#[test]
fn alike_persons_are_merged_without_a_trace() {
    // 2^4 patterns, 3,000 persons.
    let cells = simulate(5, 3_000, 4, 2, 0.0);
    let merged = dense(cells.clone(), 4);
    let specification = Specification::uniform(Model::TwoParameter, &merged);
    let all = Block::new(&specification, &merged).expect("sound");
    let free = all.start();
    let whole = all.sums(&free);
    let mut one_by_one: Option<Sums> = None;
    for rows in cells.chunks_exact(8) {
        let two =
            Responses::dense(ids(4), rows.to_vec()).and_then(|data| data.with_categories(vec![2; 4])).expect("sound");
        let part = Block::new(&specification, &two).expect("sound").sums(&free);
        match &mut one_by_one {
            Some(sum) => sum.merge(&part),
            none => *none = Some(part),
        }
    }
    assert!(close(&whole, &one_by_one.expect("there are persons")));
}
