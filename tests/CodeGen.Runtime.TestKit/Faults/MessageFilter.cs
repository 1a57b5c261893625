using System.Buffers;
using System.Text;

namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>
/// What flows from the server on one connection: passes everything byte by byte, but hands whole published messages to the
/// proxy's <see cref="MessageFaults"/>. Used under the lock of that object.
/// </summary>
internal sealed class MessageFilter(MessageFaults faults, Action<ReadOnlyMemory<byte>> send)
{
    /// <summary>Larger messages pass untouched, so that memory stays bounded.</summary>
    public const int LargestMessage = 1024 * 1024;

    private readonly RespFrameReader _frame = new();
    private readonly ArrayBufferWriter<byte> _held = new();
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Queue<byte[]> _injected = new();
    private HeadKind _kind = HeadKind.Incomplete;
    private bool _subscribed;
    private bool _opaque;

    public void Process(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            if (_opaque)
            {
                _output.Write(input);
                break;
            }

            int taken;
            try
            {
                taken = _frame.Take(input);
            }
            catch (InvalidDataException)
            {
                // Not RESP after all: what cannot be understood is passed on.
                _opaque = true;
                PassHeld();
                continue;
            }

            Take(input[..taken]);
            input = input[taken..];
            if (_frame.AtBoundary)
            {
                EndFrame();
            }
        }

        Flush();
    }

    /// <summary>Sends a whole message now, or at the end of the frame that is under way.</summary>
    public void Inject(byte[] message)
    {
        _injected.Enqueue(message);
        if (_frame.AtBoundary)
        {
            SendInjected();
            Flush();
        }
    }

    private bool IsMessage => _kind == HeadKind.PushedMessage || (_kind == HeadKind.PlainMessage && _subscribed);

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_kind != HeadKind.Incomplete && !IsMessage)
        {
            _output.Write(bytes);
            return;
        }

        _held.Write(bytes);
        if (_kind == HeadKind.Incomplete)
        {
            _kind = RespHead.Read(_held.WrittenSpan, out _);
            _subscribed |= _kind == HeadKind.Subscribed;
        }

        if (_kind != HeadKind.Incomplete && (!IsMessage || _held.WrittenCount > LargestMessage))
        {
            _kind = HeadKind.Other;
            PassHeld();
        }
    }

    private void EndFrame()
    {
        if (IsMessage)
        {
            RespHead.Read(_held.WrittenSpan, out var channel);
            var copies = faults.Decide(this, Encoding.UTF8.GetString(channel), _held.WrittenSpan);
            for (var i = 0; i < copies; i++)
            {
                _output.Write(_held.WrittenSpan);
            }

            _held.ResetWrittenCount();
        }
        else
        {
            PassHeld();
        }

        _kind = HeadKind.Incomplete;
        SendInjected();
    }

    private void PassHeld()
    {
        _output.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
    }

    private void SendInjected()
    {
        while (_injected.TryDequeue(out var message))
        {
            _output.Write(message);
        }
    }

    private void Flush()
    {
        if (_output.WrittenCount > 0)
        {
            send(_output.WrittenSpan.ToArray());
            _output.ResetWrittenCount();
        }
    }
}
