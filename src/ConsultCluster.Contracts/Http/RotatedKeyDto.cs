namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/signing-keys (administrator): a new key signs tokens from now on.</summary>
/// <param name="Kid">The new key's id, as in the header of tokens.</param>
public sealed record RotatedKeyDto(string Kid);
