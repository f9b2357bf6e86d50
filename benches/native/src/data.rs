//! Reading the simulated data: a header and whole numbers.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use thetis_calibrate::{MISSING, Responses};

pub(crate) fn read(path: &Path) -> io::Result<Responses> {
    let mut lines = BufReader::new(GzDecoder::new(File::open(path)?)).lines();
    let header = lines.next().ok_or_else(|| io::Error::other("the file is empty"))??;
    let ids = header.split(',').map(str::to_owned).collect();
    let mut cells = Vec::new();
    for line in lines {
        cells.extend(line?.split(',').map(|cell| cell.parse().unwrap_or(MISSING)));
    }
    Responses::dense(ids, cells).map_err(io::Error::other)
}
