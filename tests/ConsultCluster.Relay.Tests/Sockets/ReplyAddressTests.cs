using System.Net;
using System.Net.Sockets;
using System.Text;
using ConsultCluster.Media.Stun;
using ConsultCluster.Relay.Sockets;
using ConsultCluster.Relay.Tests.Udp;

namespace ConsultCluster.Relay.Tests.Sockets;

/// <summary>
/// A relay bound to every address answers from the address that received the request. By route alone it would always be
/// 127.0.0.1.
/// </summary>
public sealed class ReplyAddressTests
{
    private const int ReceiveTimeout = 30_000;
    private static readonly IPAddress _second = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress _client = IPAddress.Parse("127.0.0.9");

    public static TheoryData<string?, bool> Binds => new()
    {
        { null, true },
        { null, false },
        { "0.0.0.0", true },
        { "0.0.0.0", false },
        { "::", true },
    };

    [Theory]
    [MemberData(nameof(Binds))]
    public void Send_SocketIsBoundToEveryAddress_EachReplyLeavesFromTheRequestedAddress(string? bind, bool segmentationOffload)
    {
        using var socket = UdpSocket.Open(new RelayOptions { Port = 0, BindAddress = bind is null ? null : IPAddress.Parse(bind) });
        var counters = new SocketCounters();
        using var received = new ReceiveBatch(socket, counters);
        using var batch = new DatagramBatch(socket, counters, segmentationOffload);
        using var client = Bound(_client);

        foreach (var asked in new[] { IPAddress.Loopback, _second, IPAddress.Loopback })
        {
            client.SendTo([1, 2, 3], new IPEndPoint(asked, socket.LocalEndPoint.Port));
            socket.Wait(wake: null, toSend: false, TimeSpan.FromMilliseconds(ReceiveTimeout), out _);
            Assert.Equal(1, received.Receive());
            var from = received.From(0);
            Assert.Equal(client.LocalEndPoint, from.ToEndPoint());

            // A run, and one alone.
            foreach (var size in new[] { 100, 100, 100, 7, 200 })
            {
                batch.Reserve(from, size);
                batch.Commit(size);
            }

            batch.Send();
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(asked, ReceiveFrom(client));
            }
        }

        Assert.Equal(0, counters.SendErrors);
        Assert.Equal(segmentationOffload, counters.SegmentedRuns > 0);
    }

    [Fact]
    public void Receive_SocketIsBoundToEveryAddressIPv6_LocalAddressesAreDistinguished()
    {
        using var socket = UdpSocket.Open(new RelayOptions { Port = 0 });
        using var received = new ReceiveBatch(socket, new SocketCounters());
        using var client = Bound(IPAddress.IPv6Loopback);
        client.SendTo([1], new IPEndPoint(IPAddress.IPv6Loopback, socket.LocalEndPoint.Port));
        socket.Wait(wake: null, toSend: false, TimeSpan.FromMilliseconds(ReceiveTimeout), out _);

        Assert.Equal(1, received.Receive());
        Assert.Equal(UInt128.One, socket.Locals![received.From(0).Local]);
    }

    [Fact]
    public void Open_OneAddress_NoPacketInfoIsRequested()
    {
        using var socket = UdpSocket.Open(new RelayOptions { Port = 0, BindAddress = IPAddress.Loopback });

        Assert.Null(socket.Locals);
    }

    [Fact]
    public void ReceiveAndSend_SocketIsBoundToEveryAddress_AllocateNothing()
    {
        using var socket = UdpSocket.Open(new RelayOptions { Port = 0 });
        var counters = new SocketCounters();
        using var received = new ReceiveBatch(socket, counters);
        using var batch = new DatagramBatch(socket, counters, segmentationOffload: true);
        using var client = Bound(_client);
        var to = new IPEndPoint(_second, socket.LocalEndPoint.Port).Serialize();
        byte[] datagram = [1, 2, 3];
        Run(100);
        Assert.Equal(0, Run(2_000));

        long Run(int times)
        {
            var allocated = 0L;
            for (var i = 0; i < times; i++)
            {
                client.SendTo(datagram, SocketFlags.None, to);
                socket.Wait(wake: null, toSend: false, TimeSpan.FromMilliseconds(ReceiveTimeout), out _);
                var before = GC.GetAllocatedBytesForCurrentThread();
                var count = received.Receive();
                for (var j = 0; j < count; j++)
                {
                    var from = received.From(j);
                    batch.Reserve(from, 3);
                    batch.Commit(3);
                }

                batch.Send();
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            return allocated;
        }
    }

    [Fact]
    public void Probe_RelayIsBoundToEveryAddress_IsAnsweredFromTheRequestedAddress()
    {
        using var house = new RelayHouse();
        using var client = Bound(_client);
        var ticket = house.Relay.ProbeTicket;
        client.SendTo(Check(ticket.UserFragment, ticket.Password), new IPEndPoint(_second, house.Relay.LocalEndPoint.Port));

        Assert.Equal(_second, ReceiveFrom(client));
    }

    private static byte[] Check(string userFragment, string password)
    {
        var buffer = new byte[512];
        var writer = new StunWriter(buffer, StunClass.Request, "transaction1"u8);
        writer.AddUsername(Encoding.ASCII.GetBytes($"{userFragment}:probe"));
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    private static IPAddress ReceiveFrom(Socket client)
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        client.ReceiveFrom(new byte[2048], ref from);
        return ((IPEndPoint)from).Address;
    }

    private static Socket Bound(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = ReceiveTimeout };
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }
}
