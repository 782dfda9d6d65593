using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConsultCluster.Relay.Sockets;

/// <summary>Zeroed native memory, aligned to a cache line.</summary>
internal sealed unsafe class NativeArray<T>(int length) : IDisposable
    where T : unmanaged
{
    private const nuint CacheLine = 64;

    private T* _pointer = Allocate(length);

    public T* Pointer => _pointer;

    public int Length { get; } = length;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
    }

    private static T* Allocate(int length)
    {
        var bytes = (nuint)length * (nuint)Unsafe.SizeOf<T>();
        var pointer = (T*)NativeMemory.AlignedAlloc(bytes, CacheLine);
        NativeMemory.Clear(pointer, bytes);
        return pointer;
    }
}
