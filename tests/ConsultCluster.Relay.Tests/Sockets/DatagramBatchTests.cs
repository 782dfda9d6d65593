using System.Net;
using System.Net.Sockets;
using ConsultCluster.Media;
using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Relay.Tests.Sockets;

public sealed class DatagramBatchTests : IDisposable
{
    private readonly UdpSocket _socket = UdpSocket.Open(new RelayOptions { Port = 0, BindAddress = IPAddress.Loopback });
    private readonly SocketCounters _counters = new();
    private readonly Socket _one = Receiver();
    private readonly Socket _two = Receiver();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Send_RunsOfEqualAndUnequalSizes_ArriveWholeAndInOrder(bool segmentationOffload)
    {
        using var batch = new DatagramBatch(_socket, _counters, segmentationOffload);
        int[] sizes = [100, 100, 100, 60, 100, 100, 1, 300, 300, 1_200, 1_200, 1_200];
        Write(batch, _one, sizes);
        Write(batch, _two, sizes);

        batch.Send();

        AssertReceived(_one, sizes);
        AssertReceived(_two, sizes);
        Assert.Equal(2 * sizes.Length, _counters.Sent);
        Assert.Equal(0, _counters.SendErrors + _counters.SendBufferFull);
        if (!segmentationOffload)
        {
            Assert.Equal(0, _counters.SegmentedRuns);
        }
    }

    [Fact]
    public void Send_MoreThanOneBatchHolds_SendsWhenFullAndLosesNothing()
    {
        using var batch = new DatagramBatch(_socket, _counters, segmentationOffload: true);
        // Small enough for a receive buffer of the usual 208 KiB to hold them all.
        var sizes = Enumerable.Repeat(20, DatagramBatch.MaxDatagrams + 8).ToArray();
        Write(batch, _one, sizes);

        batch.Send();

        AssertReceived(_one, sizes);
    }

    [Fact]
    public void Send_AddressWithoutARoute_IsCountedAndTheRestArrives()
    {
        using var batch = new DatagramBatch(_socket, _counters, segmentationOffload: true);
        Write(batch, TransportAddress.FromIPv4(0xFFFF_FFFF, 9), [100, 100]);
        Write(batch, _one, [50]);

        batch.Send();

        AssertReceived(_one, [50]);
        Assert.Equal(2, _counters.SendErrors);
    }

    [Fact]
    public void Commit_Zero_TakesTheReservationBack()
    {
        using var batch = new DatagramBatch(_socket, _counters, segmentationOffload: true);
        batch.Reserve(Address(_one), 500).Fill(1);
        batch.Commit(0);
        Write(batch, _one, [70]);

        batch.Send();

        AssertReceived(_one, [70]);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _one.Dispose();
        _two.Dispose();
    }

    private static Socket Receiver()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = 4 * 1024 * 1024,
            ReceiveTimeout = 5_000,
        };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static TransportAddress Address(Socket socket) => TransportAddress.From((IPEndPoint)socket.LocalEndPoint!);

    private static void Write(DatagramBatch batch, Socket to, int[] sizes) => Write(batch, Address(to), sizes);

    private static void Write(DatagramBatch batch, TransportAddress to, int[] sizes)
    {
        for (var i = 0; i < sizes.Length; i++)
        {
            batch.Reserve(to, sizes[i] + 40).Fill((byte)i);
            batch.Commit(sizes[i]);
        }
    }

    private static void AssertReceived(Socket socket, int[] sizes)
    {
        var datagram = new byte[2048];
        for (var i = 0; i < sizes.Length; i++)
        {
            var length = socket.Receive(datagram);
            Assert.Equal(sizes[i], length);
            Assert.Equal((byte)i, datagram[0]);
            Assert.Equal((byte)i, datagram[length - 1]);
        }
    }
}
