using System.Runtime.InteropServices;

namespace Hearth.History.EventLogs;

/// <summary>
/// Standard zstd frames, one after another. An open last frame (the application still writes, or died) gives what it holds and then
/// <see cref="DamagedLogException"/>.
/// </summary>
internal sealed unsafe class ZstdStream : ForwardStream, IRestartable
{
    private readonly Stream _source;
    private readonly byte[] _input = new byte[128 * 1024];
    private readonly NativeCodecs.ZstdDecoder _decoder = NativeCodecs.CreateZstd();
    private int _position;
    private int _length;
    private nuint _hint;
    private long _sourcePosition;
    private long _textPosition;

    public ZstdStream(Stream source) => _source = source;

    /// <summary>The end of the last whole frame.</summary>
    public (long Source, long Text) RestartPoint { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        ObjectDisposedException.ThrowIf(_decoder.IsClosed, this);
        while (true)
        {
            var ended = false;
            if (_position == _length)
            {
                _position = 0;
                _length = _source.Read(_input);
                ended = _length == 0;
            }

            var produced = Decode(buffer);
            if (produced > 0)
                return produced;
            if (!ended)
                continue;
            if (_hint != 0)
                throw new DamagedLogException("the file ends in the middle of a zstd frame") { IsCut = true };
            return 0;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
            _decoder.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Decode(Span<byte> buffer)
    {
        fixed (byte* target = buffer)
        fixed (byte* source = _input)
        {
            var output = new NativeCodecs.Buffer { Data = target, Size = (nuint)buffer.Length };
            var input = new NativeCodecs.Buffer { Data = source, Size = (nuint)_length, Position = (nuint)_position };
            var code = NativeCodecs.ZSTD_decompressStream(_decoder, &output, &input);
            if (NativeCodecs.ZSTD_isError(code) != 0)
                throw new DamagedLogException("a zstd frame is damaged: " + Marshal.PtrToStringUTF8((nint)NativeCodecs.ZSTD_getErrorName(code)));

            // Without input and output the answer is only the size of a next header, not an open frame.
            if (input.Position > (nuint)_position || output.Position > 0)
                _hint = code;
            _sourcePosition += (long)input.Position - _position;
            _textPosition += (long)output.Position;
            _position = (int)input.Position;
            if (code == 0)
                RestartPoint = (_sourcePosition, _textPosition);
            return (int)output.Position;
        }
    }
}
