using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Srtp;

/// <summary>AES counter mode on the framework's ECB: encrypts a run of counter blocks, then XORs the input.</summary>
internal sealed class FrameworkAesCounter : ICounterCipher
{
    private const int BlockLength = 16;

    /// <summary>Blocks encrypted at once: 1,536 bytes, so a datagram needs one call.</summary>
    private const int RunBlocks = 96;

    private readonly byte[] _counters = new byte[RunBlocks * BlockLength];
    private readonly byte[] _keyStream = new byte[RunBlocks * BlockLength];
    private readonly ICryptoTransform _ecb;

    public FrameworkAesCounter(ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        aes.SetKey(key);
        _ecb = aes.CreateEncryptor();
    }

    public void Apply(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var value = BinaryPrimitives.ReadUInt128BigEndian(counter);
        while (!input.IsEmpty)
        {
            var length = Math.Min(input.Length, _keyStream.Length);
            var blocks = (length + BlockLength - 1) / BlockLength;
            for (var i = 0; i < blocks; i++)
            {
                BinaryPrimitives.WriteUInt128BigEndian(_counters.AsSpan(i * BlockLength), value++);
            }

            _ecb.TransformBlock(_counters, 0, blocks * BlockLength, _keyStream, 0);
            for (var i = 0; i < length; i++)
            {
                output[i] = (byte)(input[i] ^ _keyStream[i]);
            }

            input = input[length..];
            output = output[length..];
        }
    }

    public void Dispose() => _ecb.Dispose();
}
