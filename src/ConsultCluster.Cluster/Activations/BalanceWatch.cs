using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Cluster.Activations;

/// <summary>
/// Asks for each group every 10 s whether its terminals would be carried better elsewhere, because relays have come back or loads have shifted. Of all groups a
/// tenth is asked for each second, so that not all leave a busy relay at once.
/// </summary>
internal sealed class BalanceWatch : IDisposable
{
    private const int Turns = 10;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly GroupTable _groups;
    private readonly ITimer _timer;
    private int _isLooking;
    private int _turn;

    public BalanceWatch(GroupTable groups)
    {
        _groups = groups;
        _timer = groups.Services.Clock.CreateTimer(_ => Look(), null, _interval, _interval);
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
            foreach (var group in _groups.InMemory.Where(group => TurnOf(group.Id) == _turn && group.Now.CanRelocate()))
            {
                var moves = _groups.Services.Placement.Rebalance(group.Now);
                if (moves.Any(move => move.MovesMedia))
                {
                    _ = group.Owe((state, now) => state.Relocate(moves, now));
                }
            }
        }
        catch (Exception e)
        {
            EngineLog.BalanceFailed(_groups.Services.Logger, e);
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    /// <summary>Ids are made by chance, so this is even enough.</summary>
    private static int TurnOf(GroupId group) => group.Value.Sum(static letter => letter) % Turns;
}
