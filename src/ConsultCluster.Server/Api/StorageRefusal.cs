using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Api;

/// <summary>What a caller is told while the database cannot serve.</summary>
internal static class StorageRefusal
{
    private static readonly Refusal NotRecorded = new(
        RefusalCodes.StorageUnavailable, "The database cannot take this now; nothing was recorded. Try again.");

    private static readonly Refusal InDoubt = new(
        RefusalCodes.StorageUnavailable,
        "It is not certain whether this was recorded. Send the same request again with the same request id: it is recorded once.");

    /// <summary>The refusal for a failure of the store.</summary>
    public static Refusal Of(Exception e) => e is StorageUnavailableException { MayBeRecorded: false } ? NotRecorded : InDoubt;
}
