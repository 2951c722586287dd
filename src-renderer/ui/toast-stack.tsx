import { Toast as Base } from '@base-ui/react/toast';
import { Check, CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { classNames } from '../lib/class-names.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './toast-stack.module.css';
import { type ToastAction, type ToastText, takeToasts } from './toasts.ts';

interface ToastData {
  readonly icon: ReactNode;
  readonly second: ToastAction | undefined;
}

const manager = Base.createToastManager<ToastData>();

/** The toast that was added last. */
let last: { readonly words: string; readonly id: string } | null = null;

function add({ title, description, kind = 'done', action, second }: ToastText): void {
  const seconds = kind === 'error' ? 0 : action === undefined ? 5 : 10;
  const closing = ({ onAction }: ToastAction) => {
    onAction();
    manager.close(id);
  };
  // The same again takes the place of the one before.
  const words = `${kind}\n${title}\n${description ?? ''}`;
  if (last?.words === words) manager.close(last.id);
  const id = manager.add({
    title,
    description,
    type: kind,
    timeout: seconds * 1000,
    priority: kind === 'error' ? 'high' : 'low',
    data: {
      icon: action?.icon,
      second: second && { label: second.label, onAction: () => closing(second) },
    },
    ...(action !== undefined && {
      actionProps: {
        children: action.label,
        onClick: () => closing(action),
      },
    }),
  });
  last = { words, id };
}

const icons = { done: Check, info: Info, warning: TriangleAlert, error: CircleAlert } as const;

/** The toasts, at the bottom right; at most 3 are shown. */
export function ToastStack() {
  // After the provider listens: what is added before that would be lost.
  useEffect(() => takeToasts(add), []);
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className={styles.viewport} data-region="toasts">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const kind = (toast.type ?? 'done') as keyof typeof icons;
    const Icon = icons[kind];
    return (
      <Base.Root key={toast.id} toast={toast} className={styles.toast} data-message="">
        <Icon className={classNames(styles.icon, styles[kind])} />
        <div className={styles.words}>
          <Base.Title className={styles.title} render={<p />} />
          <Base.Description className={styles.description} />
        </div>
        {toast.actionProps !== undefined && (
          <Base.Action render={<Button size="small" icon={toast.data?.icon} />} />
        )}
        {toast.data?.second !== undefined && (
          <Button variant="ghost" size="small" onClick={toast.data.second.onAction}>
            {toast.data.second.label}
          </Button>
        )}
        <Base.Close
          render={
            <IconButton label="Close the message" hasTooltip={false}>
              <X />
            </IconButton>
          }
        />
      </Base.Root>
    );
  });
}
