using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>A relay in a process of its own, driven over its standard streams.</summary>
internal sealed class RelayHostProcess : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly BlockingCollection<HostMessage> _messages = [];

    /// <param name="arguments">Of <see cref="RelayHost"/>.</param>
    public RelayHostProcess(params IEnumerable<string> arguments)
    {
        // Under the host "dotnet" the program is its first argument.
        var program = Environment.ProcessPath!;
        var isHosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] all = [.. isHosted ? [typeof(RelayHostProcess).Assembly.Location] : (string[])[], RelayHost.Mode, .. arguments];
        _process = Process.Start(
            new ProcessStartInfo(program, all) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        new Thread(ReadMessages) { IsBackground = true }.Start();
        Port = Await("ready").Port;
    }

    public int Id => _process.Id;

    /// <summary>The relay's, on this machine.</summary>
    public ushort Port { get; }

    /// <summary>Hands over a terminal's offer. Offers may be handed over faster than answers come.</summary>
    /// <param name="sources">What its sending sections carry, by mid.</param>
    /// <param name="isOnLinked">To the second of two linked relays.</param>
    public void Offer(string group, int terminal, string sdp, IReadOnlyDictionary<string, TrackSource> sources, bool isOnLinked = false) =>
        Say(new HostMessage("offer", Group: group, Terminal: terminal, Sdp: sdp, Sources: sources, IsOnLinked: isOnLinked));

    /// <summary>The next answer to an offer; false while there is none.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public bool TryTakeAnswer([NotNullWhen(true)] out HostMessage? answer) =>
        _messages.TryTake(out answer) || (_messages.IsCompleted ? throw Ended() : false);

    /// <summary>Waits for the next answer.</summary>
    public string AwaitAnswer() => Await("answer").Sdp;

    /// <summary>Asks the process; no answer may be outstanding.</summary>
    public HostUsage ReadUsage()
    {
        Say(new HostMessage("usage"));
        return Await("usage").Usage;
    }

    /// <summary>Leaves the relay to itself for that long.</summary>
    /// <exception cref="InvalidOperationException">The process ended meanwhile.</exception>
    public void LeaveAlone(TimeSpan duration)
    {
        if (_process.WaitForExit(duration))
        {
            throw Ended();
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static InvalidOperationException Ended() => new("The relay's process ended early.");

    private void Say(HostMessage message) => _process.StandardInput.WriteLine(message.ToLine());

    private HostMessage Await(string kind)
    {
        if (!_messages.TryTake(out var message, _deadline))
        {
            throw _messages.IsCompleted ? Ended() : new InvalidOperationException($"The relay's process did not say '{kind}' within {_deadline.TotalSeconds} s.");
        }

        return message.Kind == kind ? message : throw new InvalidOperationException($"The relay's process said '{message.Kind}' instead of '{kind}'.");
    }

    /// <summary>Always reading: a full pipe would stop the relay's process, and then ours.</summary>
    private void ReadMessages()
    {
        while (HostMessage.Read(_process.StandardOutput) is { } message)
        {
            _messages.Add(message);
        }

        _messages.CompleteAdding();
    }
}
