using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Nodes;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Relay.Remote.Tests.Harness;

/// <summary>The relay nodes of an installation, in memory.</summary>
internal sealed class BookInMemory : INodeStore
{
    private readonly Lock _lock = new();
    private readonly List<AuditEntry> _audits = [];

    public NodeBook Book { get; private set; } = NodeBook.Empty;

    /// <summary>The database does not serve.</summary>
    public bool IsBroken { get; set; }

    public int Writes { get; private set; }

    public IReadOnlyList<AuditEntry> Audits
    {
        get
        {
            lock (_lock)
            {
                return [.. _audits];
            }
        }
    }

    public Task<NodeBook> ReadAsync()
    {
        ThrowIfBroken();
        return Task.FromResult(Book);
    }

    public Task<BookChange> ChangeAsync(Func<NodeBook, BookChange> decide)
    {
        ThrowIfBroken();
        lock (_lock)
        {
            var change = decide(Book);
            Book = change.Next;
            _audits.AddRange(change.Audits);
            Writes++;
            return Task.FromResult(change);
        }
    }

    private void ThrowIfBroken()
    {
        if (IsBroken)
        {
            throw new StorageUnavailableException("The database is away.");
        }
    }
}
