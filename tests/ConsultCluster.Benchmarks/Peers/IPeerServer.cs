using System.Net;
using ConsultCluster.Benchmarks.Load;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>A server that fans one RTP stream out to many receivers, as a process of its own.</summary>
internal interface IPeerServer : IAsyncDisposable
{
    /// <summary>Whose processor time is measured; known after <see cref="StartAsync"/>.</summary>
    int ProcessId { get; }

    /// <summary>Where the publisher sends plain RTP; known after <see cref="StartAsync"/>.</summary>
    IPEndPoint Input { get; }

    /// <summary>What it last logged, errors mostly: the reason when it delivers less than it got.</summary>
    string LastLines { get; }

    /// <summary>An address of this machine that it can send to: the loopback one, unless it avoids that.</summary>
    /// <exception cref="PeerException">There is none.</exception>
    IPAddress ReceiverAddress { get; }

    /// <summary>
    /// Starts the process and makes one stream with one subscription per receiver. Signalling only: media flow to each receiver once it
    /// <see cref="ILoadTerminal.IsReady"/>, which takes the caller's loop over their sockets where they shake hands.
    /// </summary>
    /// <param name="publisher">Where the publisher sends from.</param>
    /// <param name="receivers">One bound socket each, on <see cref="ReceiverAddress"/>.</param>
    /// <returns>One terminal per address, in their order; the caller disposes of them.</returns>
    /// <exception cref="PeerException">The program did not start or refused something; the message says what it said.</exception>
    Task<IReadOnlyList<ILoadTerminal>> StartAsync(
        IPEndPoint publisher, IReadOnlyList<IPEndPoint> receivers, PeerStream stream, CancellationToken stop);
}
