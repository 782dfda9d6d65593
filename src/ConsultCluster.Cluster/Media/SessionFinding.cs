using System.Collections.Immutable;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Media;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Media;

/// <summary>
/// Finds the sessions of a group that was loaded: asks the relays that its last activation named, and all others only if that is not known or something is missing then. Only on the
/// grain's scheduler.
/// </summary>
internal sealed class SessionFinding(GroupMedia media, PlanKeeper keeper, GroupServices services) : IDisposable
{
    /// <summary>
    /// After the known relays have answered: terminals that lost their media offer again within this time, and groups that came from a lost silo ask together.
    /// </summary>
    internal static readonly TimeSpan AllAfter = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _end = new();

    /// <summary>Relays named by the activation before, until it is known what is there: another activation that follows soon must ask them too.</summary>
    public ImmutableArray<RelayId> Relays { get; private set; } = [];

    public void Dispose() => _end.Cancel();

    /// <summary>Returns when every relay that is to be asked has answered or failed.</summary>
    public async Task RunAsync()
    {
        try
        {
            var memory = await keeper.ReadAsync();
            if (memory is not null)
            {
                Relays = memory.Relays();
                media.Recall(memory);
                await AskAsync(Relays.Select(services.Relays.Find).OfType<IRelay>());
                if (media.Plan.MayHaveUnknownSessions())
                {
                    await Task.Delay(AllAfter, services.Clock, _end.Token);
                }
            }

            if (memory is null || media.Plan.MayHaveUnknownSessions())
            {
                await AskAsync(services.Relays.Entries.Select(entry => entry.Relay));
            }
        }
        catch (OperationCanceledException)
        {
            // The group leaves this silo.
        }
        catch (Exception e)
        {
            ClusterLog.TurnFailed(services.Logger, e, media.Id);
        }

        Relays = [];
    }

    private Task AskAsync(IEnumerable<IRelay> relays) => services.Search.AskAsync(media.Id, [.. relays], media.TakeUp).WaitAsync(_end.Token);
}
