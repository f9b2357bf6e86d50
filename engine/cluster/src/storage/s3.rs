//! Buckets of a store that speaks as Amazon S3 does. Where it is and who we are is in the environment: `AWS_ENDPOINT_URL`,
//! `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, … or what a machine of Amazon's is told by itself.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use bytes::Bytes;
use datafusion::common::{DataFusionError, Result as DataFusionResult};
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use thetis_responses::packed::{MANIFEST, Manifest};
use tokio::runtime::Runtime;
use url::Url;

/// What is fetched at a time by who reads on and on.
const WINDOW: u64 = 1 << 20;

/// Asking for objects waits here.
static WAITING: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a process that has connected to a cluster can have another thread")
});

/// The store of a bucket.
fn store(bucket: &str) -> object_store::Result<Arc<dyn ObjectStore>> {
    Ok(Arc::new(AmazonS3Builder::from_env().with_bucket_name(bucket).build()?))
}

/// Bucket and key of a path.
fn parts(path: &Path) -> Option<(&str, Key)> {
    let (bucket, key) = path.to_str()?.strip_prefix("s3://")?.split_once('/')?;
    (!bucket.is_empty()).then(|| (bucket, Key::from(key)))
}

/// What lies at an address such as `s3://bucket/folder`.
pub(super) fn open(path: &Path) -> Result<(PathBuf, Manifest), String> {
    let place = path.join(MANIFEST);
    let read = || -> io::Result<String> {
        let mut text = String::new();
        Object::open(&place)?.from(0).read_to_string(&mut text)?;
        Ok(text)
    };
    let text = read().map_err(|error| {
        format!(
            "{}: {error}: give what `thetis import responses` wrote, copied there, and AWS_… variables",
            place.display()
        )
    })?;
    let manifest = Manifest::parse(&text, &place.display().to_string()).map_err(|errors| errors.to_string())?;
    for file in &manifest.files {
        let part = path.join(&file.name);
        let length = Object::open(&part).map_err(|error| format!("{}: {error}", part.display()))?.length();
        if length != file.bytes {
            return Err(format!("{}: it has {length} bytes, {} when it was packed", part.display(), file.bytes));
        }
    }
    Ok((path.to_owned(), manifest))
}

/// An object, to be read in ranges.
#[derive(Clone)]
pub(crate) struct Object {
    store: Arc<dyn ObjectStore>,
    key: Key,
    length: u64,
}

impl Object {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let (bucket, key) = parts(path).ok_or_else(|| io::Error::other("give s3://BUCKET/FOLDER"))?;
        let store = store(bucket)?;
        let length = WAITING.block_on(store.head(&key))?.size;
        Ok(Self { store, key, length })
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn bytes(&self, start: u64, length: u64) -> io::Result<Bytes> {
        Ok(WAITING.block_on(self.store.get_range(&self.key, start..start + length))?)
    }

    /// All from a place on.
    pub(super) fn from(&self, at: u64) -> Tail {
        Tail { object: self.clone(), at, window: Bytes::new() }
    }
}

/// An object from a place on, fetched as it is read.
pub(super) struct Tail {
    object: Object,
    at: u64,
    window: Bytes,
}

impl Read for Tail {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.window.is_empty() {
            let length = WINDOW.min(self.object.length.saturating_sub(self.at));
            if length == 0 {
                return Ok(0);
            }
            self.window = self.object.bytes(self.at, length)?;
            self.at += length;
        }
        let length = buffer.len().min(self.window.len());
        buffer[..length].copy_from_slice(&self.window.split_to(length));
        Ok(length)
    }
}

/// The stores of a process: file systems, and buckets once they are asked for.
#[derive(Default)]
pub(super) struct Stores {
    others: DefaultObjectStoreRegistry,
    /// Two that ask at once for a new one would build it twice.
    building: Mutex<()>,
}

impl fmt::Debug for Stores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.others.fmt(f)
    }
}

impl ObjectStoreRegistry for Stores {
    fn register_store(&self, url: &Url, store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        self.others.register_store(url, store)
    }

    fn get_store(&self, url: &Url) -> DataFusionResult<Arc<dyn ObjectStore>> {
        let _one = self.building.lock().unwrap_or_else(PoisonError::into_inner);
        match (self.others.get_store(url), url.scheme(), url.host_str()) {
            (Err(_), "s3", Some(bucket)) => {
                let built = store(bucket).map_err(|error| DataFusionError::ObjectStore(Box::new(error)))?;
                self.others.register_store(url, built.clone());
                Ok(built)
            }
            (found, ..) => found,
        }
    }
}
