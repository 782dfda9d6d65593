using System.Threading.Channels;
using ConsultCluster.Contracts.Hub;

namespace ConsultCluster.Server.Hubs;

/// <summary>
/// What still has to reach one connection, in order. A connection that falls too far behind is closed: it comes back, resumes
/// its seat and gets a fresh snapshot, and nobody else waited for it.
/// </summary>
internal sealed class Outbox(IConsultationClient client, Action close, TimeProvider clock)
{
    /// <summary>About a minute of a lively group of 16.</summary>
    private const int Capacity = 512;

    /// <summary>After the last notice: lets a client read it, and the reply of its own call, before the connection goes.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Channel<Notice> queue = Channel.CreateBounded<Notice>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private long last = long.MaxValue;
    private volatile bool ended;

    /// <summary>Adds a notice; never waits, and takes none after the last.</summary>
    public void Post(Notice notice)
    {
        if (ended)
        {
            return;
        }

        if (!queue.Writer.TryWrite(notice))
        {
            Close();
        }
        else if (notice.Last)
        {
            Stop();
        }
    }

    /// <summary>Sends nothing that happened after that sequence, and closes the connection after what is left.</summary>
    public void EndAfter(long sequence)
    {
        Volatile.Write(ref last, sequence);
        Post(Notices.Farewell);
    }

    /// <summary>Begins to send, leaving out what the snapshot of that sequence already contains.</summary>
    public void Start(long contained) => _ = PumpAsync(contained);

    /// <summary>Closes the connection now.</summary>
    public void Close()
    {
        Stop();
        close();
    }

    /// <summary>The connection is gone: nothing more is taken.</summary>
    public void Stop()
    {
        ended = true;
        queue.Writer.TryComplete();
    }

    private async Task PumpAsync(long contained)
    {
        try
        {
            await foreach (var notice in queue.Reader.ReadAllAsync())
            {
                if (notice.Sequence is not { } sequence
                    || ((sequence > contained || (notice.IsRepeat && sequence == contained)) && sequence <= Volatile.Read(ref last)))
                {
                    await notice.Send(client);
                }

                if (notice.Last)
                {
                    // The timer keeps itself alive until it fires.
                    _ = clock.CreateTimer(static action => ((Action)action!)(), close, Farewell, Timeout.InfiniteTimeSpan);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            close();
        }
    }
}
