//! A problem as a list of numbers and back.

use thetis_assembly::{Problem, assemble};

use crate::random::{self, Random};

#[test]
fn what_is_written_is_read() {
    let mut random = Random::new(7);
    for _ in 0..500 {
        let problem = random::problem(&mut random, 20);
        assert_eq!(Problem::from_words(&problem.to_words()), Ok(problem.clone()));
        assert_eq!(assemble(&problem.to_words()), Ok(problem.assemble().unwrap().items));
    }
}
