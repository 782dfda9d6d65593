namespace ConsultCluster.Ports.Stores;

/// <summary>The database cannot take or give now (locked, full, gone). Nothing of the call was acknowledged; trying again is safe.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>
    /// False when nothing was written for certain; true, which is the default, when the answer to a commit was lost: the same call again finds out.
    /// </summary>
    public bool MayBeRecorded { get; init; } = true;
}
