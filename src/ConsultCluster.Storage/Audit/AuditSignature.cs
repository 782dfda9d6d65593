namespace ConsultCluster.Storage.Audit;

/// <summary>A signature of the audit.</summary>
/// <param name="Key">Id of the key, see <see cref="AuditKeys"/>.</param>
/// <param name="Value">Base64 of r and s, 32 bytes each (IEEE P1363).</param>
public sealed record AuditSignature(string Key, string Value);
