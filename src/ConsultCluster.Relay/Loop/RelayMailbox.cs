using System.Collections.Concurrent;
using ConsultCluster.Media;
using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Relay.Loop;

/// <summary>Queue of commands for the relay's thread, in order.</summary>
internal sealed class RelayMailbox(WakeEvent wake)
{
    private readonly ConcurrentQueue<RelayCommand> _commands = new();
    private volatile bool _isClosed;

    /// <summary>Queues a command; after <see cref="Close"/> it is abandoned at once.</summary>
    public void Post(RelayCommand command)
    {
        _commands.Enqueue(command);
        if (_isClosed)
        {
            AbandonAll();
        }
        else
        {
            wake.Set();
        }
    }

    /// <summary>Posts a command and awaits its result.</summary>
    public Task<T> CallAsync<T>(Func<MonoTime, T> run, T stopped)
    {
        var call = new RelayCall<T>(run, stopped);
        Post(call);
        return call.Completion;
    }

    /// <summary>Runs all queued commands; on the relay's thread.</summary>
    public void RunAll(MonoTime now)
    {
        while (_commands.TryDequeue(out var command))
        {
            command.Run(now);
        }
    }

    /// <summary>Rejects further commands.</summary>
    public void Close()
    {
        _isClosed = true;
        AbandonAll();
    }

    private void AbandonAll()
    {
        while (_commands.TryDequeue(out var command))
        {
            command.Abandon();
        }
    }
}
