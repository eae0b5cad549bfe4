//! severity
