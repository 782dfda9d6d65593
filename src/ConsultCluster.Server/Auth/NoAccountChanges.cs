using ConsultCluster.Ports.Accounts;

namespace ConsultCluster.Server.Auth;

/// <summary>Announces nothing: for as long as nothing that hangs on accounts listens.</summary>
internal sealed class NoAccountChanges : IAccountChanges
{
    public Task AnnounceAsync(AccountChange change) => Task.CompletedTask;
}
