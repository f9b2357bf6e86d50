//! Where packed responses lie: in a folder, or, with the feature `s3`, in a bucket.
//!
//! A bucket's files have paths too, `s3://BUCKET/PREFIX/part-00000.parquet`: by these executors know them, and messages.

#[cfg(feature = "s3")]
mod s3;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use datafusion::common::Result as DataFusionResult;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::parquet::errors::Result as ParquetResult;
use datafusion::parquet::file::reader::{ChunkReader, Length};
use thetis_responses::packed::{Folder, MANIFEST, Manifest};

use crate::error::ClusterError;

/// The path at which all processes find the responses, and what lies there.
///
/// # Errors
/// No packed folder, or files that are not as they were written.
pub(crate) fn open(path: &Path) -> Result<(PathBuf, Manifest), ClusterError> {
    let data = |reason: String| ClusterError::Data { reason };
    if is_bucket(path) {
        return bucket(path).map_err(data);
    }
    let none = |reason: &dyn fmt::Display| {
        data(format!("{}: {reason}: give a folder that `thetis import responses` wrote", path.display()))
    };
    let path = path.canonicalize().map_err(|error| none(&error))?;
    if !path.join(MANIFEST).is_file() {
        return Err(none(&format!("there is no {MANIFEST} in it")));
    }
    let folder = Folder::open(&path).map_err(|errors| data(errors.to_string()))?;
    let manifest = folder.manifest().clone();
    Ok((path, manifest))
}

/// A file, to be read where it lies.
pub(crate) enum Source {
    /// On a file system.
    File(File),
    /// In a bucket.
    #[cfg(feature = "s3")]
    Object(s3::Object),
}

impl Source {
    /// # Errors
    /// What the file system or the store says.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        if is_bucket(path) { object(path) } else { File::open(path).map(Self::File) }
    }

    /// All of it, from the beginning.
    pub(crate) fn reader(self) -> Box<dyn Read> {
        match self {
            Self::File(file) => Box::new(file),
            #[cfg(feature = "s3")]
            Self::Object(object) => Box::new(object.from(0)),
        }
    }
}

impl Length for Source {
    fn len(&self) -> u64 {
        match self {
            Self::File(file) => file.len(),
            #[cfg(feature = "s3")]
            Self::Object(object) => object.length(),
        }
    }
}

impl ChunkReader for Source {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(match self {
            Self::File(file) => Box::new(file.get_read(start)?),
            #[cfg(feature = "s3")]
            Self::Object(object) => Box::new(object.from(start)),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        match self {
            Self::File(file) => file.get_bytes(start, length),
            #[cfg(feature = "s3")]
            Self::Object(object) => Ok(object.bytes(start, length as u64)?),
        }
    }
}

/// What a process reads files with; what it cannot keep in memory goes to a folder, if one is given.
///
/// # Errors
/// What DataFusion says.
pub(crate) fn runtime(work: Option<&Path>) -> DataFusionResult<Arc<RuntimeEnv>> {
    let builder = RuntimeEnvBuilder::new();
    let builder = match work {
        Some(work) => builder.with_temp_file_path(work),
        None => builder,
    };
    #[cfg(feature = "s3")]
    let builder = builder.with_object_store_registry(Arc::new(s3::Stores::default()));
    builder.build_arc()
}

/// Whether a path is in a bucket.
fn is_bucket(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("s3://"))
}

#[cfg(feature = "s3")]
fn bucket(path: &Path) -> Result<(PathBuf, Manifest), String> {
    s3::open(path)
}

#[cfg(feature = "s3")]
fn object(path: &Path) -> io::Result<Source> {
    s3::Object::open(path).map(Source::Object)
}

#[cfg(not(feature = "s3"))]
fn bucket(path: &Path) -> Result<(PathBuf, Manifest), String> {
    Err(format!("{}: {WITHOUT}", path.display()))
}

#[cfg(not(feature = "s3"))]
fn object(_: &Path) -> io::Result<Source> {
    Err(io::Error::other(WITHOUT))
}

#[cfg(not(feature = "s3"))]
const WITHOUT: &str = "this thetis-cluster was built without object stores: build it with --features s3";
