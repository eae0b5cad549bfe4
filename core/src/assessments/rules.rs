//! assessments
