using System.Net;
using System.Net.Sockets;
using System.Text;
using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>
/// Datagrams of strangers to every relay port: noise, checks of made-up and of torn form, first and torn records of DTLS, RTP of nobody. From many addresses, since
/// all of 127.0.0.0/8 is this machine.
/// </summary>
internal sealed class DatagramFlood(int[] ports, FloodSchedule schedule, FloodTally tally)
{
    private const int Addresses = 32;
    private const int PerTick = 20;
    private const int MaxLength = 1200;

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(10);

    private readonly Random _random = new(1);

    public async Task RunAsync()
    {
        var sockets = Enumerable.Range(1, Addresses).Select(Open).ToArray();
        for (var turn = 0; await schedule.WaitAsync(FloodKind.Datagrams); turn += PerTick)
        {
            Send(sockets, turn);
            tally.Add("datagrams.sent", PerTick);
            tally.Add("datagrams.answered", sockets.Sum(Drain));
            await Pace.ForAsync(_tick);
        }

        Array.ForEach(sockets, socket => socket.Dispose());
    }

    private void Send(Socket[] sockets, int first)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        for (var turn = first; turn < first + PerTick; turn++)
        {
            var length = Fill(turn, buffer);
            sockets[turn % Addresses].SendTo(buffer[..length], SocketFlags.None, new IPEndPoint(IPAddress.Loopback, ports[turn % ports.Length]).Serialize());
        }
    }

    private static Socket Open(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(new IPAddress([127, 66, 0, (byte)number]), 0));
        return socket;
    }

    private static long Drain(Socket socket)
    {
        Span<byte> buffer = stackalloc byte[2048];
        long count = 0;
        while (socket.Available > 0)
        {
            socket.Receive(buffer, SocketFlags.None, out var error);
            count += error == SocketError.Success ? 1 : 0;
        }

        return count;
    }

    /// <summary>One datagram; returns its length.</summary>
    private int Fill(int turn, Span<byte> buffer)
    {
        var length = _random.Next(1, MaxLength);
        _random.NextBytes(buffer[..length]);
        switch (turn % 5)
        {
            case 0:
                return length;
            case 1:
                return Check(buffer);
            case 2:
                return Math.Min(Check(buffer), length);
            case 3:
                // A handshake record of DTLS 1.2 (RFC 6347 §4.1), its content noise.
                new byte[] { 22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0 }.CopyTo(buffer);
                return Math.Max(length, 13);
            default:
                (buffer[0], buffer[1]) = (0x80, 96);
                return Math.Max(length, 12);
        }
    }

    private int Check(Span<byte> buffer)
    {
        Span<byte> transaction = stackalloc byte[12];
        _random.NextBytes(transaction);
        var writer = new StunWriter(buffer, StunClass.Request, transaction);
        writer.AddUsername(Encoding.UTF8.GetBytes($"{_random.Next():x8}:{_random.Next():x8}"));
        writer.AddPriority(0x6E7F1EFF);
        writer.AddIceControlling((ulong)_random.NextInt64());
        writer.AddUseCandidate();
        writer.AddIntegrity(Encoding.UTF8.GetBytes("nobody's password, 22+"));
        writer.AddFingerprint();
        return writer.Length;
    }
}
