using System.Security.Cryptography;
using System.Text.Json;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage;

/// <summary>The hash that ties an audit entry to the one before; the same for every database.</summary>
public static class AuditHash
{
    /// <summary>What the first entry is tied to.</summary>
    public static string Genesis { get; } = new('0', 64);

    /// <summary>
    /// Lower-case hex SHA-256 over the UTF-8 JSON array of what the entry is tied to, number, time in 100 ns ticks, group, person, source, action
    /// and detail: unambiguous, whatever the texts hold.
    /// </summary>
    /// <param name="previous"><see cref="Tie(RecordedAudit)"/> of the entry before, or <see cref="Genesis"/>.</param>
    public static string Of(string previous, long number, AuditEntry entry)
    {
        object?[] content = [previous, number, entry.At.UtcTicks, entry.Group?.Value, entry.By.Value, entry.From, entry.Action, entry.Detail];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content)));
    }

    /// <summary>What the next entry is tied to: the hash, and the signature if there is one, so that a spoilt signature breaks the chain too.</summary>
    public static string Tie(string hash, string? signature) => signature is null ? hash : $"{hash} {signature}";

    /// <summary>The same of an entry on record.</summary>
    public static string Tie(RecordedAudit entry) => Tie(entry.Hash, entry.Signature);
}
