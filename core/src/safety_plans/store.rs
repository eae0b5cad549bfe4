//! safety_plans
