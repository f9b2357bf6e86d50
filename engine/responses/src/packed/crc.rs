//! Files with a checksum: counted while they are written, and held against it before they are read.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use flate2::Crc;

use super::fault::PackedFault;
use super::manifest::PackedFile;
use crate::error::{Fault, Place, ReadError};

/// A file being written, with its length and checksum so far.
#[derive(Debug)]
pub(crate) struct CheckedFile {
    file: BufWriter<File>,
    crc: Crc,
    bytes: u64,
}

impl CheckedFile {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(File::create_new(path)?), crc: Crc::new(), bytes: 0 })
    }

    /// The file is whole: on the disk, with this length and checksum.
    pub(crate) fn finish(mut self) -> io::Result<(u64, u32)> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok((self.bytes, self.crc.sum()))
    }
}

impl Write for CheckedFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.crc.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// That a file is, byte for byte, what was packed.
pub(crate) fn check(path: &Path, packed: &PackedFile) -> Result<(), ReadError> {
    /// Bytes read at a time.
    const BUFFER: usize = 1 << 20;
    let fail = |fault| ReadError::new(Place::file(&path.display().to_string()), fault);
    let unreadable = |error: io::Error| fail(Fault::Unreadable { reason: error.to_string() });
    let mut file = File::open(path).map_err(unreadable)?;
    let mut crc = Crc::new();
    let mut bytes = 0;
    let mut buffer = vec![0; BUFFER];
    loop {
        match file.read(&mut buffer).map_err(unreadable)? {
            0 => break,
            read => {
                crc.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
    if (bytes, crc.sum()) == (packed.bytes, packed.crc32) {
        return Ok(());
    }
    let reason = "the file's checksum is not that of responses.json, so its bytes have changed".to_owned();
    Err(fail(PackedFault::Damaged { reason }.into()))
}
