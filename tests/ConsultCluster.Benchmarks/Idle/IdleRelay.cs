using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Relay;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>
/// The relay in a process of its own, so that the operating system's figures are the relay's. Orders come as lines on standard input:
/// <c>open number</c>, <c>measure</c>; answers leave as lines on standard output.
/// </summary>
internal static class IdleRelay
{
    /// <summary>The mode under which this program is the relay.</summary>
    public const string Mode = "idle-relay";

    /// <summary>Longer than any measurement: sessions without packets must not be dropped while they are measured.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromHours(12);

    private static readonly ImmutableDictionary<string, MediaSource> _sources = ImmutableDictionary<string, MediaSource>.Empty
        .Add(StandbyOffer.MicrophoneMid, MediaSource.Microphone)
        .Add(StandbyOffer.CameraMid, MediaSource.Camera);

    /// <param name="args">Terminals of one group, and the fingerprint that all terminals share.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var groupSize = int.Parse(args[0], CultureInfo.InvariantCulture);
        var options = new RelayOptions { Port = 0, BindAddress = IPAddress.Loopback };
        options.Core.SilenceTimeout = _silence;
        using var relay = UdpRelay.Start(options, NullLoggerFactory.Instance);
        Say($"ready {relay.LocalEndPoint.Port}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == "open")
            {
                Say(await OpenAsync(relay, int.Parse(words[1], CultureInfo.InvariantCulture), groupSize, args[1]));
            }
            else if (words[0] == "measure")
            {
                Say(string.Create(CultureInfo.InvariantCulture, $"measured {GC.GetTotalMemory(forceFullCollection: false)} {relay.Load.Sessions}"));
            }
        }

        return 0;
    }

    private static async Task<string> OpenAsync(UdpRelay relay, int terminal, int groupSize, string fingerprint)
    {
        var order = new SessionOrder(
            new GroupId($"group-{terminal / groupSize}"),
            Epoch: 1,
            new TerminalId($"terminal-{terminal}"),
            Permissions.Publish | Permissions.Subscribe,
            [],
            new MediaOffer(StandbyOffer.Of(terminal, fingerprint), _sources));
        var answer = await relay.OpenSessionAsync(order);
        if (!answer.Succeeded)
        {
            throw new InvalidOperationException(answer.Refusal.Reason);
        }

        return $"answer {terminal} {Value(answer.Value.Sdp, "a=ice-ufrag:")} {Value(answer.Value.Sdp, "a=ice-pwd:")}";
    }

    private static string Value(string sdp, string prefix)
    {
        var start = sdp.IndexOf(prefix, StringComparison.Ordinal) + prefix.Length;
        return sdp[start..sdp.IndexOf('\r', start)];
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
