using ConsultCluster.Domain.Nodes;

namespace ConsultCluster.Ports.Stores;

/// <summary>
/// The relay nodes and join codes of the installation; the verifiers of codes are encrypted at rest. Throws
/// <see cref="StorageUnavailableException"/> while the database cannot serve.
/// </summary>
public interface INodeStore
{
    /// <summary>All of them, codes that are used or expired possibly included.</summary>
    Task<NodeBook> ReadAsync();

    /// <summary>Decides on the book as it is, and writes the change with its audit entries; no two at a time, whichever server decides.</summary>
    Task<BookChange> ChangeAsync(Func<NodeBook, BookChange> decide);
}
