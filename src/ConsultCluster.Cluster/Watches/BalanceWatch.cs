using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Media;

namespace ConsultCluster.Cluster.Watches;

/// <summary>
/// Asks the planner for each group every 10 s whether its terminals would be carried better elsewhere, because relays have come back or loads have shifted. Each second it asks for
/// a tenth of the groups, so that not all leave a busy relay at once.
/// </summary>
internal sealed class BalanceWatch : IDisposable
{
    private const int Turns = 10;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly ActiveGroups _groups;
    private readonly GroupServices _services;
    private readonly ITimer _timer;
    private int _isLooking;
    private int _turn;

    public BalanceWatch(ActiveGroups groups, GroupServices services)
    {
        (_groups, _services) = (groups, services);
        _timer = services.Clock.CreateTimer(_ => Look(), null, _interval, _interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
        {
            return;
        }

        try
        {
            _turn = (_turn + 1) % Turns;
            foreach (var group in _groups.Media.Where(group => TurnOf(group.Id) == _turn && group.Plan.CanRelocate()))
            {
                var moves = _services.Placement.Rebalance(group.Plan);
                if (moves.Any(move => move.MovesMedia))
                {
                    group.Post(media => media.Apply(media.Plan.Relocate(moves, _services.Now)));
                }
            }
        }
        catch (Exception e)
        {
            ClusterLog.BalanceFailed(_services.Logger, e);
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    /// <summary>Ids are random, so this is even enough.</summary>
    private static int TurnOf(GroupId group) => group.Value.Sum(static letter => letter) % Turns;
}
