using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;

namespace ConsultCluster.Storage.Tests.Specs;

/// <summary>A database under test, empty and migrated.</summary>
public abstract class StoreFixture : IAsyncDisposable
{
    public abstract IGroupStore Groups { get; }

    public abstract IAuditStore Audit { get; }

    public abstract IPersonStore People { get; }

    public abstract ISessionStore Sessions { get; }

    public abstract ISigningKeyStore Keys { get; }

    /// <summary>Keys that sign the audit.</summary>
    public abstract AuditKeys AuditKeys { get; }

    public abstract INodeStore Nodes { get; }

    /// <summary>Everything that is at rest, as bytes, to look for what must not be there.</summary>
    public abstract Task<byte[]> BytesAtRestAsync();

    /// <summary>Lets nobody write until the returned handle is disposed. Calls give up soon.</summary>
    public abstract Task<IDisposable> LockAsync();

    /// <summary>Lets the database hold nothing more until the returned handle is disposed.</summary>
    public abstract Task<IDisposable> FillAsync();

    public abstract ValueTask DisposeAsync();
}
