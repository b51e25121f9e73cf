/** One row of the audit log. Values stand apart from it, so that erasure can delete them. */
export interface AuditRecord {
  /** `<module>.<verb>`, as `customers.update`. */
  action: string;
  /** Kind and id of what changed, as `customer`. */
  entity: string;
  entityId: string;
  /** Whose personal data changed; their erasure deletes the values. */
  customerId?: string;
  /** Names of the changed fields. */
  fields?: string[];
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}
